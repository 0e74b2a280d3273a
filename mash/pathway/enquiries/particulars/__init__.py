"""What somebody who works with children or adults is asked besides the story: each answer in a field of its own."""
