package org.trialward.ctms.rpe;

/** A message that cannot be taken. Its text names what is wrong with it and no content. */
public final class RpeRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SoapAnswer answer;

  RpeRefusal(SoapVersion version, String message) {
    super(message);
    this.answer = SoapText.fault(version, SoapVersion.Fault.SENDER, message);
  }

  /** The SOAP fault that tells the sender so. */
  public SoapAnswer answer() {
    return answer;
  }
}
