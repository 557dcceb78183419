package dev.millrace.jinja.values;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.UndefinedPolicy;

/** The value of a name or attribute that does not exist. */
public final class Undefined {
  private final String message;
  private final UndefinedPolicy policy;

  /**
   * @param message what an error about it says, such as "'x' is undefined"
   */
  public Undefined(String message, UndefinedPolicy policy) {
    this.message = requireNonNull(message, "message");
    this.policy = requireNonNull(policy, "policy");
  }

  public String message() {
    return message;
  }

  public UndefinedPolicy policy() {
    return policy;
  }

  /** Whether using it is silent. */
  public boolean isChainable() {
    return policy == UndefinedPolicy.CHAINABLE;
  }

  /** The error of using it. */
  public EvaluationException failure() {
    return new EvaluationException(ErrorKind.UNDEFINED, message);
  }

  /** Lets a harmless use pass, unless the policy is strict. */
  public void look() {
    if (policy == UndefinedPolicy.STRICT) {
      throw failure();
    }
  }

  /** Prints as nothing. */
  @Override
  public String toString() {
    return "";
  }
}
