"""The try-it page: a phone in the browser, with the real bot at the other end."""
