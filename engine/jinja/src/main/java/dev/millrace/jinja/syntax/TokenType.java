package dev.millrace.jinja.syntax;

/** Kinds of token, with the words error messages use for them. */
enum TokenType {
  DATA("template data / text"),
  BLOCK_BEGIN("begin of statement block"),
  BLOCK_END("end of statement block"),
  PRINT_BEGIN("begin of print statement"),
  PRINT_END("end of print statement"),
  NAME("name"),
  STRING("string"),
  INTEGER("integer"),
  FLOAT("float"),
  ADD("+"),
  SUBTRACT("-"),
  DIVIDE("/"),
  FLOOR_DIVIDE("//"),
  MULTIPLY("*"),
  MODULO("%"),
  POWER("**"),
  TILDE("~"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  LEFT_PARENTHESIS("("),
  RIGHT_PARENTHESIS(")"),
  LEFT_BRACE("{"),
  RIGHT_BRACE("}"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  ASSIGN("="),
  DOT("."),
  COLON(":"),
  PIPE("|"),
  COMMA(","),
  SEMICOLON(";"),
  END("end of template");

  private final String description;

  TokenType(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }
}
