// What the sample page says.

import type {Language} from '../live/language';

export interface SampleTexts {
  tagline: string;
  title: string;
  text: string;
  labels: [string, string, string];
  values: [string, string, string];
  again: string;
  help: string;
  footer: string;
}

export const TEXTS: Record<Language, SampleTexts> = {
  en: {
    tagline: 'Booking for workshops that would rather mend than type',
    title: 'Your appointment is booked',
    text: 'Thank you. We sent the confirmation to you by e-mail, and Astrid will be waiting.',
    labels: ['What', 'When', 'With'],
    values: ['Yearly service, cargo bike', 'Thursday at 9.30', 'Astrid, the Harbour workshop'],
    again: 'Answer as another customer',
    help: 'The survey needs a source and its key. Create them, and open the address with both:',
    footer: 'Nordvik is invented. What you answer here goes to the vocd that serves this page.',
  },
  sv: {
    tagline: 'Bokning för verkstäder som hellre lagar än skriver',
    title: 'Din tid är bokad',
    text: 'Tack! Bekräftelsen är på väg till dig med e-post, och Astrid väntar på dig.',
    labels: ['Vad', 'När', 'Hos'],
    values: ['Årsservice, lådcykel', 'Torsdag kl. 9.30', 'Astrid, Hamnverkstaden'],
    again: 'Svara som en annan kund',
    help: 'Enkäten behöver en källa och dess nyckel. Skapa dem och öppna adressen med båda:',
    footer: 'Nordvik är påhittat. Det du svarar här går till den vocd som visar sidan.',
  },
  da: {
    tagline: 'Booking til værksteder, der hellere vil reparere end taste',
    title: 'Din tid er booket',
    text: 'Tak! Bekræftelsen er på vej til dig på e-mail, og Astrid står klar.',
    labels: ['Hvad', 'Hvornår', 'Hos'],
    values: ['Årligt eftersyn, ladcykel', 'Torsdag kl. 9.30', 'Astrid, Havneværkstedet'],
    again: 'Svar som en anden kunde',
    help: 'Undersøgelsen kræver en kilde og dens nøgle. Opret dem, og åbn adressen med begge:',
    footer: 'Nordvik er opdigtet. Det, du svarer her, går til den vocd, der viser siden.',
  },
  no: {
    tagline: 'Timebestilling for verksteder som heller vil mekke enn å taste',
    title: 'Timen din er bestilt',
    text: 'Takk! Bekreftelsen er på vei til deg på e-post, og Astrid venter på deg.',
    labels: ['Hva', 'Når', 'Hos'],
    values: ['Årlig service, lastesykkel', 'Torsdag kl. 9.30', 'Astrid, Havneverkstedet'],
    again: 'Svar som en annen kunde',
    help: 'Undersøkelsen trenger en kilde og nøkkelen dens. Lag dem, og åpne adressen med begge:',
    footer: 'Nordvik er oppdiktet. Det du svarer her, går til den vocd som viser siden.',
  },
};
