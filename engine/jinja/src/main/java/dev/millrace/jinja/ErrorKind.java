package dev.millrace.jinja;

/** What sort of thing went wrong in a template. */
public enum ErrorKind {
  /** The source is not a template: found while parsing. */
  SYNTAX,
  /** A name or attribute that does not exist was used. */
  UNDEFINED,
  /** An operation does not fit the values it was given. */
  TYPE,
  /** A limit of {@link Limits} was reached. */
  LIMIT,
  /** The template or a host function reported a failure on purpose. */
  RAISED
}
