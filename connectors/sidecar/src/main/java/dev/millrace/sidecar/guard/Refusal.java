package dev.millrace.sidecar.guard;

/** Why a request is turned away, with the HTTP status that says so. */
public enum Refusal {
  HOST(403, "The request does not name this endpoint as its host."),
  ORIGIN(403, "Requests of web pages are not answered."),
  TOKEN(401, "The token is missing or not the one in the ready file.");

  private final int status;
  private final String sentence;

  Refusal(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  public int status() {
    return status;
  }

  /** One sentence for the body of the answer. */
  public String sentence() {
    return sentence;
  }
}
