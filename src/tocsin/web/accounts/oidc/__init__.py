"""Coming in by an identity provider: OpenID Connect, authorization code with PKCE, state and nonce.

``provider_settings`` is what the operator says, ``provider_client`` the only requests that the site ever makes to
anybody, ``id_token`` whether an answer may be believed, ``account_linking`` whose account it opens, ``provider_login``
the pages.
"""
