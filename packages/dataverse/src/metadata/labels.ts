import { badArgument } from '../errors/configuration-error.ts';

/** A text in one language, as the service stores it. */
export interface LocalizedLabel {
  readonly '@odata.type'?: string;
  readonly Label: string;
  /** Locale id: 1033 is English. */
  readonly LanguageCode: number;
  readonly IsManaged?: boolean;
  readonly MetadataId?: string;
}

/** A text in the languages of the environment. */
export interface Label {
  readonly '@odata.type'?: string;
  readonly LocalizedLabels: readonly LocalizedLabel[];
  /** In the caller's language; only read. */
  readonly UserLocalizedLabel?: LocalizedLabel | null;
}

/**
 * A label in one language. Throws `ConfigurationError` for what is no locale id.
 *
 * @example label('Bank account', 1033)
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/label
 */
export function label(text: string, languageCode: number): Label {
  return labels({ [languageCode]: text });
}

/** A label in several languages: `labels({ 1033: 'Bank account', 1031: 'Bankkonto' })`. */
export function labels(texts: Readonly<Record<number, string>>): Label {
  const localized = Object.entries(texts).map(([code, text]) => {
    const LanguageCode = Number(code);
    if (Number.isInteger(LanguageCode) && LanguageCode > 0 && typeof text === 'string') {
      return { '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode };
    }
    throw badArgument(`A label needs a text and a locale id like 1033, not ${code}.`);
  });
  if (localized.length === 0) throw badArgument('A label needs a text in at least one language.');
  return { '@odata.type': 'Microsoft.Dynamics.CRM.Label', LocalizedLabels: localized };
}
