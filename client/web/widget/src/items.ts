// localStorage or sessionStorage, which pages may not even look at where cookies are forbidden, and
// which may be full: what cannot be kept is forgotten.
export interface Items {
  get(name: string): string | null;
  // null takes it away.
  set(name: string, text: string | null): void;
  names(): string[];
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

export function itemsOf(storage: () => Storage): Items {
  return {
    get: name => attempt(() => storage().getItem(name), null),
    set: (name, text) => attempt(
        () => (text === null ? storage().removeItem(name) : storage().setItem(name, text)),
        undefined),
    names: () => attempt(() => Object.keys(storage()), []),
  };
}

export const localItems = itemsOf(() => localStorage);
export const sessionItems = itemsOf(() => sessionStorage);

// What was kept as JSON, if anything, and if it still is JSON.
export function parsed<T>(text: string | null): T | undefined {
  return text ? attempt(() => JSON.parse(text) as T, undefined) : undefined;
}
