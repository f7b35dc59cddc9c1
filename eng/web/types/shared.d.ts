// Types of the modules in src/Web/shared. Only the type check reads this file; browsers never get it.

/** The answer to an HTTP request. Without a network or an answer in time: status 0 and code "network". */
interface Answer {
  ok: boolean;
  status: number;
  /** The parsed JSON body; null when there is none. */
  body: any;
  /** Null when `ok`; otherwise the code of the problem, "http-{status}" when the server named none. */
  code: string | null;
  /** From Retry-After; 0 when absent. */
  retryAfterMs: number;
  /** The header Date; null without an answer. */
  date: string | null;
}

interface RequestOptions {
  body?: unknown;
  /** Bearer token. */
  token?: string | null;
  timeoutMs?: number;
}

type TagElement<T extends string> = T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement;

/** "button.primary.danger" is an HTMLButtonElement. */
type ElementOf<N extends string> = N extends `${infer T}.${string}` ? TagElement<T> : TagElement<N>;

type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>;

type Child = Node | string | null | undefined | false;

/** A labelled input with its hint and its error message. */
interface Field extends HTMLDivElement {
  input: HTMLInputElement;
  /** Shows the message and marks the input; null removes both. */
  say(message: string | null): void;
  /** As `say`, and moves the focus to the input. */
  complain(message: string | null): void;
}

type LanguageCode = "ko" | "en";

type Placeholders = Record<string, string | number | null | undefined>;
