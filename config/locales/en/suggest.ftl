### Completing what somebody types, and one record by itself.

suggest-resource = Find something to read
suggest-expert = Find a person who knows

see-resource = Here it is:
see-expert = This is who it is:
see-retired = “{ $title }” has been taken out of the collection. There may be something newer.
see-unknown = I cannot show that one here. It may have been taken out, or it may not be for everybody.

choice-near = More on this
choice-newer = The newer version

inline-type = Type a word of a title
inline-nothing = No title fits. Ask me in your own words
