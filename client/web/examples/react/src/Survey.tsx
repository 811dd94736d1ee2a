import {useEffect, useRef} from 'react';
// Types alone would be dropped from the bundle, and the element with them.
import '@vocd/widget';
import type {Answered, Delivered, Dismissed, Failure, Identity} from '@vocd/widget';

export interface SurveyProps {
  source: string;
  sourceKey: string;
  server: string;
  language?: string;
  display?: 'inline' | 'dialog' | 'corner';
  trigger?: 'auto' | 'manual' | 'always';
  channel?: string;
  touchpoint?: string;
  properties?: Record<string, string>;
  // Keep the object between renders: a new one is taken for another person.
  identity?: Identity;
  onAnswered?: (answered: Answered) => void;
  onDelivered?: (delivered: Delivered) => void;
  onDismissed?: (dismissed: Dismissed) => void;
  onError?: (failure: Failure) => void;
}

// <voc-survey> as a component. It is made by hand, so that identity and listeners are there before
// the survey asks, whichever version of React this is.
export function Survey(props: SurveyProps) {
  const place = useRef<HTMLDivElement>(null);
  const newest = useRef(props);
  newest.current = props;

  const {source, sourceKey, server, language, display, trigger} = props;
  const {channel, touchpoint, identity} = props;
  const properties = JSON.stringify(props.properties ?? {});

  useEffect(() => {
    const survey = document.createElement('voc-survey');
    const attributes = {
      source, key: sourceKey, server, language, display, trigger, channel, touchpoint, properties,
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) survey.setAttribute(name, value);
    }
    if (identity) survey.identify(identity);

    const events = {
      'voc-answered': (detail: Answered) => newest.current.onAnswered?.(detail),
      'voc-delivered': (detail: Delivered) => newest.current.onDelivered?.(detail),
      'voc-dismissed': (detail: Dismissed) => newest.current.onDismissed?.(detail),
      'voc-error': (detail: Failure) => newest.current.onError?.(detail),
    };
    for (const [name, listener] of Object.entries(events)) {
      survey.addEventListener(
          name, event => (listener as (detail: unknown) => void)((event as CustomEvent).detail));
    }
    place.current!.append(survey);
    return () => survey.remove();
  }, [
    source, sourceKey, server, language, display, trigger, channel, touchpoint, properties, identity,
  ]);

  return <div ref={place} />;
}
