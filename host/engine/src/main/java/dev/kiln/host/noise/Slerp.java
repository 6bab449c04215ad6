package dev.kiln.host.noise;

/**
 * webUI's spherical interpolation between two noises: along great circles, with one angle for each
 * channel and column, so that what comes out is as long as noise is.
 */
record Slerp(int channels, int height, int width) {
  private static final double NEARLY_PARALLEL = 0.9995;

  /** Turn the image that starts at {@code offset} towards {@code other} by a share of the angle. */
  void turn(float[] image, int offset, float[] other, double share) {
    double[] cosines = new double[channels * width];
    double sum = 0;
    for (int column = 0; column < cosines.length; column++) {
      cosines[column] = cosine(image, offset, other, column);
      sum += cosines[column];
    }
    boolean parallel = sum / cosines.length > NEARLY_PARALLEL;
    for (int column = 0; column < cosines.length; column++) {
      double angle = Math.acos(cosines[column]);
      // webUI's weights are the other way round here; kept, for its pictures.
      double keep = parallel ? share : Math.sin((1 - share) * angle) / Math.sin(angle);
      double take = parallel ? 1 - share : Math.sin(share * angle) / Math.sin(angle);
      for (int row = 0; row < height; row++) {
        int at = at(column, row);
        image[offset + at] = (float) (keep * image[offset + at] + take * other[at]);
      }
    }
  }

  private double cosine(float[] image, int offset, float[] other, int column) {
    double dot = 0;
    double imageSquare = 0;
    double otherSquare = 0;
    for (int row = 0; row < height; row++) {
      double a = image[offset + at(column, row)];
      double b = other[at(column, row)];
      dot += a * b;
      imageSquare += a * a;
      otherSquare += b * b;
    }
    double cosine = dot / Math.sqrt(imageSquare * otherSquare);
    return Math.max(-1, Math.min(1, cosine));
  }

  private int at(int column, int row) {
    return (column / width * height + row) * width + column % width;
  }
}
