/** AADSTS numbers, then cause and fix for all of the line. */
const HINTS = `
7000215 Wrong secret, or its ID in place of its value. Copy the value; a new one takes a minute.
7000222 The secret has expired. Make a new one.
7000216 7000218 70003 900144 900561 901002 9002313 The request was changed on the way. Check proxies.
700025 A public client has no secret. Turn off "Allow public client flows".
70001 700011 700016 700038 No such app in this tenant. Check clientId, tenantId, authority and consent; a new one takes a minute.
7000229 The app has no service principal in this tenant. Make one or grant consent.
7000112 The app is disabled. Enable it.
700027 The app does not have this certificate. Upload it; compare thumbprints.
700030 The app does not trust this certificate's issuer and subject name. Set sendCertificateChain; compare both.
700024 The assertion is too old or too new. Check the clock.
50027 50048 5002730 The assertion is malformed. Its iss and sub must be the client id.
70021 700211 700212 700213 7002121 7002137 7002138 No federated credential of the app has this very issuer, subject and audience. Compare letter by letter; a new one takes minutes.
700222 700229 The assertion is Entra's, but not app-only. Use another issuer.
90061 501661 Entra cannot fetch the issuer's keys. Publish them.
28002 28003 70011 700022 700023 1002012 The scope is malformed. It must be one environment URL and /.default
50001 500011 650052 650054 No such environment in this tenant. Check its URL and the tenant.
65005 650056 650057 The app lacks the permission for Dataverse. Add it.
501051 The environment's enterprise application requires assignment. Assign the app.
53003 530032 530035 A policy blocks the app. Check Conditional Access and this server's address.
16000 50013 50034 50055 50076 50126 500133 500207 65001 A person signs in here, not the app. Use client credentials.
50059 50128 50194 90002 90019 900023 9001023 No such tenant in this cloud. Check tenantId (GUID or domain of one tenant) and authority.
50049 90038 900382 900432 900439 100007 Wrong authority for this tenant. Use its cloud's, as login.microsoftonline.us or login.partner.microsoftonline.cn
50196 90055 Too many requests. Share one credential; try later.
50000 50033 90006 90012 90024 90033 90090 Entra has a passing fault. Try later.`;

/** What to do about the first of `codes`, in digits, that is known. */
export function hintFor(codes: readonly string[]): string | undefined {
  for (const code of codes) {
    const hint = new RegExp(`\\b${code} [\\d ]*(\\D.*)`).exec(HINTS)?.[1];
    if (hint) return hint;
  }
  return undefined;
}
