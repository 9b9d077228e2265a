"""The HTTP API: Django views of their own middleware, with an OpenAPI document made of the views' own types.

``urls`` names every address; ``operation`` says what a view declares; ``middleware`` turns an error into a
refusal, and lets no request of the API reach the middleware of the pages.
"""
