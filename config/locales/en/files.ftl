# Files that come along with an answer.
file-not-made = The file could not be made this time. Please ask for it once more.
file-in-private = I sent it to you in our own conversation: only you can see what stands here, and a file would not fit.
console-file = Saved to { $where }
file-onward = Next, one tap away:
