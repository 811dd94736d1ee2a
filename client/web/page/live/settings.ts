// What the reader chose: in the address, so that it can be shared and survives a reload.

import type {Step} from './calendar';
import {chooseLanguage} from './language';
import type {Language} from './language';
import type {Choice} from './plan';

export class Settings {
  choice: Choice | undefined;  // undefined until it is known what there is
  chosen = false;              // by the reader, not by what there is
  step: Step = 'month';
  language: Language;

  constructor() {
    const query = new URLSearchParams(location.search);
    this.language = chooseLanguage([query.get('lang') ?? '', ...navigator.languages]);
    if (query.get('by') === 'week') this.step = 'week';
    const period = query.get('period');
    if (period === 'latest') this.choose('latest');
    if (/^\d{4}$/.test(period ?? '')) this.choose(Number(period));
  }

  choose(choice: Choice): void {
    this.choice = choice;
    this.chosen = true;
  }

  keep(): void {
    const query = new URLSearchParams(location.search);
    query.set('lang', this.language);
    query.set('by', this.step);
    if (this.chosen) query.set('period', String(this.choice));
    history.replaceState(null, '', `?${query}${location.hash}`);
  }
}
