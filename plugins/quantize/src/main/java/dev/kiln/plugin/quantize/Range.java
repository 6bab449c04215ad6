package dev.kiln.plugin.quantize;

/** The least and the most that a layer reads. 0 lies between them: it has a code of its own. */
record Range(float least, float most) {
  static final Range NOTHING = new Range(0, 0);

  private static final int CODES = 255;

  /** What numbers in 0..255 can mean with this scale and zero point. */
  static Range of(float scale, float zero) {
    return new Range(-zero * scale, (CODES - zero) * scale);
  }

  Range with(Range other) {
    return new Range(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** x is about (code − zero)·scale. */
  float scale() {
    return most == least ? 1 : (most - least) / CODES;
  }

  int zero() {
    return (int) Math.rint(-least / scale());
  }
}
