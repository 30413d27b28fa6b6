/** What is at hand now or comes later. A promise for everything that memory holds would cost more than reading it. */
export type Eventual<T> = T | Promise<T>;

/** Goes on with a value: at once where it is at hand. */
export function whenThere<T, U>(value: Eventual<T>, next: (value: T) => Eventual<U>): Eventual<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
