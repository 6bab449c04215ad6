package dev.kiln.host.weights.config;

/** What a UNet predicts. The shapes of tensors do not determine it. */
public enum Prediction {
  EPSILON("epsilon"),
  V("v_prediction");

  private final String label;

  Prediction(String label) {
    this.label = label;
  }

  /** As a scheduler's config says it. */
  public String label() {
    return label;
  }
}
