/** Columns that are written otherwise than they are read. */
import type { ColumnType } from 'kysely';

/** A moment the database chooses when we do not. */
export type MomentWithDefault = ColumnType<Date, Date | undefined, Date>;
/** Read as a parsed value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
