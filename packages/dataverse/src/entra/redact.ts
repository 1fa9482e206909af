export type Redact = <T>(value: T) => T;

/** Takes `secrets` out of what is a text, should a server or a proxy have sent them back in its words. */
export function redacter(secrets: readonly string[]): Redact {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
  ]);
  return <T>(value: T) =>
    (typeof value === 'string'
      ? forms.reduce((rest: string, form) => rest.replaceAll(form, '[secret]'), value)
      : value) as T; // a text stays a text
}
