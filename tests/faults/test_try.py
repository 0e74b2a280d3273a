import time, pytest
from tests.faults.stages import *
from tests.faults.filling import filled
SEEN=set()
@pytest.mark.django_db
@pytest.mark.parametrize("name", list(STAGES))
def test_x(name):
    t=time.time()
    with stage(name) as s:
        print("\n==", name, "played", round(time.time()-t,1)); t=time.time()
        n=0
        for who, form in forms(s, SEEN):
            for b in form.buttons:
                n+=1
                with s.undone(who):
                    a, p = s.post(who, form.action, filled(form, s.given, b))
                    import re
                    msg = re.findall(r'govuk-error-message[^>]*>(.*?)</p|<li><a href="#[^"]*">(.*?)</a>|mash-inset--(?:danger|caution)">(.*?)</div', a.content.decode(), re.S) if a.status_code==200 else a.headers.get("Location")
                    print(who, form.page if form.page==form.action else form.page+" -> "+form.action, b, a.status_code, str(msg)[:200])
        print(n, round(time.time()-t,1))
