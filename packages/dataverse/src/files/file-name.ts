import { badArgument } from '../errors/configuration-error.ts';

/** Throws `ConfigurationError` for what can be no file's name. */
export function checkFileName(name: string): string {
  if (typeof name === 'string' && name.trim() !== '' && !/\p{Cc}|\p{Surrogate}/u.test(name)) return name;
  throw badArgument('name is blank, or holds characters that no file name has.');
}

/** Whether a header can carry the name; others go into the URL. */
export function fitsHeader(name: string): boolean {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name);
}

/** The URL with the name in its query. */
export function withName(url: string, name: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}x-ms-file-name=${encodeURIComponent(name)}`;
}

/** A header's text; HTTP gives each byte as a character, also where the bytes are UTF-8. */
export function headerText(value: string): string {
  if (!/^[\0-\xff]*[\x80-\xff]/.test(value)) return value;
  try {
    const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}
