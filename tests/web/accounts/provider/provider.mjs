// An OpenID provider that we did not write, with people of ours: whoever types a name and any password is it.
import * as oidc from 'oidc-provider';
import { createServer } from 'node:http';

const PEOPLE = {
  anne: { name: 'Anne Petit', preferred_username: 'Anne.Petit@service.example', groups: ['agents-75'] },
  chef: { name: 'Claude Chef', preferred_username: 'claude.chef', groups: ['admins', 'agents-75'] },
  zoe: { name: 'Zoé Blanc', preferred_username: 'zoe.blanc', groups: ['visitors'] },
};
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const Provider = oidc.Provider ?? oidc.default;
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'tocsin', client_secret: 'a secret of the tests', redirect_uris: [process.argv[2]],
    grant_types: ['authorization_code'], response_types: ['code'],
  }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
});
server.on('request', provider.callback());
console.log(JSON.stringify({ issuer }));
