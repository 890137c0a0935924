"""Files for people: pictures and documents, made from plain facts."""
