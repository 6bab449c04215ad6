package dev.kiln.host.request;

import dev.kiln.host.weights.config.Prediction;
import java.util.Optional;

/** What a request says of its model's prediction. */
public enum PredictionChoice {
  /** What the model's files say, or a probe shows. */
  AUTOMATIC("automatic"),
  EPSILON("epsilon"),
  V("v");

  private final String label;

  PredictionChoice(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Empty for what the model itself tells. */
  public Optional<Prediction> wanted() {
    return switch (this) {
      case AUTOMATIC -> Optional.empty();
      case EPSILON -> Optional.of(Prediction.EPSILON);
      case V -> Optional.of(Prediction.V);
    };
  }
}
