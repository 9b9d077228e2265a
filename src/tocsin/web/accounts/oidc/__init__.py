"""Coming in by an identity provider: OpenID Connect, authorization code with PKCE, state and nonce.

``settings`` what the operator says; ``provider`` what is asked of it, the only requests that the site ever
makes to anybody; ``token`` whether what it says may be believed; ``people`` whose account that is.
"""
