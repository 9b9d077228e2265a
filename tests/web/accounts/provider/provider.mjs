// An OpenID provider that we did not write, with people of ours: whoever types a name and any password is it.
// With a third argument it is as strict as ProConnect: it knows its own parameters and scopes alone.
import * as oidc from 'oidc-provider';
import { createServer } from 'node:http';

const PEOPLE = {
  anne: { name: 'Anne Petit', preferred_username: 'Anne.Petit@service.example', groups: ['agents-75'],
    given_name: 'Anne', usual_name: 'Petit', email: 'anne.petit@service.example', uid: '17', siret: '00000000000000',
    roles: ['agent_public'], acr: 'eidas1-mfa' },
  chef: { name: 'Claude Chef', preferred_username: 'claude.chef', groups: ['admins', 'agents-75'] },
  zoe: { name: 'Zoé Blanc', preferred_username: 'zoe.blanc', groups: ['visitors'],
    given_name: 'Zoé', usual_name: 'Blanc', email: 'zoe.blanc@service.example', acr: 'eidas1' },
};
const [, , back, out] = process.argv;
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const Provider = oidc.Provider ?? oidc.default;
const client = {
  client_id: 'tocsin', client_secret: 'a secret of the tests', redirect_uris: [back],
  grant_types: ['authorization_code'], response_types: ['code'],
};
const findAccount = (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) });

const standard = () => new Provider(issuer, {
  clients: [client],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount,
});

// As its documentation has it: proconnect-gouv/proconnect-espace-partenaires, implementation_technique.md.
const KNOWN = ['response_type', 'client_id', 'redirect_uri', 'scope', 'claims', 'state', 'nonce', 'prompt', 'idp_hint',
  'login_hint', 'siret_hint'];
const SCOPES = ['given_name', 'usual_name', 'email', 'uid', 'siret', 'roles'];
const strict = () => {
  const policy = oidc.interactionPolicy.base();
  policy.get('login').checks.remove('essential_acrs');  // it says what was proved; who asked must look
  const provider = new Provider(issuer, {
    clients: [{
      ...client, token_endpoint_auth_method: 'client_secret_post', userinfo_signed_response_alg: 'RS256',
      post_logout_redirect_uris: [out],
    }],
    claims: Object.fromEntries([['openid', ['sub']], ...SCOPES.map((one) => [one, [one]])]),
    scopes: ['openid', ...SCOPES],
    acrValues: ['eidas0-mfa', 'eidas1', 'eidas1-mfa', 'eidas2', 'eidas3'],
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true }, jwtUserinfo: { enabled: true } },
    interactions: { policy, url: (ctx, interaction) => `/login/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope(['openid', ...SCOPES].join(' '));
      grant.addOIDCClaims(['acr', ...SCOPES]);
      await grant.save();
      return grant;
    },
    findAccount,
  });
  provider.use(async (ctx, next) => {
    const query = new URLSearchParams(ctx.querystring), scopes = (query.get('scope') ?? '').split(' ');
    const wrong = ctx.path === '/auth' && (
      [...query.keys()].some((name) => !KNOWN.includes(name))
      || (query.get('state') ?? '').length < 32 || (query.get('nonce') ?? '').length < 32
      || scopes.some((one) => one !== 'openid' && !SCOPES.includes(one)));
    if (!wrong) return next();
    ctx.status = 400;
    ctx.body = 'Y000400 : Bad Request Exception';
  });
  return provider;
};

const provider = out ? strict() : standard();
const answer = provider.callback();
server.on('request', async (request, response) => {
  if (!out || !request.url.startsWith('/login/')) return answer(request, response);
  if (request.method === 'GET') {
    const { prompt } = await provider.interactionDetails(request, response);
    return response.end(`<form method="post" action="${request.url}"><input name="prompt" value="${prompt.name}"></form>`);
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get('login');
  return provider.interactionFinished(request, response, { login: { accountId, acr: PEOPLE[accountId].acr } });
});
console.log(JSON.stringify({ issuer }));
