// What a page is given to call with. Ask here who the visitor is, before anything is handed out.
import { readAccount } from '../../account';

export const dynamic = 'force-dynamic';

export async function GET() {
  const { endpoint, accountId, accountDomain, accountKey } = await readAccount();
  const answer = await fetch(`${accountDomain}/accounts/${accountId}/token`, {
    headers: { authorization: `Bearer ${accountId}:${accountKey}` },
  });
  const { AccessToken: token } = await answer.json();
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  return Response.json({ endpoint, accountId, token, expiresOnTimestamp: exp * 1000 });
}
