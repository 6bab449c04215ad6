package dev.kiln.plugin.longrangearena;

/**
 * What was measured of one mechanism on one work; numbers that are not known are NaN, bytes 0.
 *
 * @param work {@link Work#label}
 * @param tokens of a document
 * @param mechanism an optimizer's name; {@code none} for the untouched graph
 * @param machine on which it was measured
 * @param accuracy 0 to 1; NaN where the documents have no labels
 * @param seconds for one example
 * @param untouchedSeconds for one example by the untouched graph, in turns with the mechanism
 * @param difference max|a-b| / max|b|, against the reference's logits, or the untouched graph where
 *     the reference has none
 * @param peakBytes the most that was resident in a process that did this alone
 * @param sites how many attentions it computed: {@code 2/2 sites}
 * @param reason why there are no numbers; empty otherwise
 */
record Cell(
    String work,
    int tokens,
    String mechanism,
    String machine,
    double accuracy,
    double seconds,
    double untouchedSeconds,
    double difference,
    long peakBytes,
    String sites,
    String reason) {
  /** What tells it from others; one that was measured again replaces the first. */
  String key() {
    return String.join("|", machine, work, mechanism);
  }

  /** Speed relative to the untouched graph; NaN where that could not be run. */
  double ratio() {
    return untouchedSeconds / seconds;
  }
}
