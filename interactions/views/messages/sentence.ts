/** Sentences with names or markup in them, as values that the renderer escapes. */
import type { ComponentChild } from 'preact';

/** A name or a piece of markup that a page puts into a sentence. */
export type Inline = ComponentChild;

/** The pieces of a sentence in their order; plain text is escaped when it is rendered. */
export type Sentence = readonly Inline[];
