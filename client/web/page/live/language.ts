// The languages that the pages speak.

export type Language = 'en' | 'sv' | 'da' | 'no';
export const LANGUAGES: readonly Language[] = ['en', 'sv', 'da', 'no'];
export const LANGUAGE_NAMES: Record<Language, string> =
    {en: 'English', sv: 'Svenska', da: 'Dansk', no: 'Norsk'};

// The first of `wanted` (tags of BCP 47, best first) that the page speaks; else English.
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0]!;
    if (primary === 'nb' || primary === 'nn') return 'no';
    const found = LANGUAGES.find(language => language === primary);
    if (found) return found;
  }
  return 'en';
}
