package dev.kiln.host.pipeline;

import dev.kiln.spi.BadRequest;

/** Refuses what cannot be done, one sentence each, before any work begins. */
final class RequestCheck {
  private static final int SMALLEST_SIDE = 16;
  private static final int LARGEST_SIDE = 8192;
  private static final int MOST_STEPS = 1000;
  private static final int MOST_IMAGES = 64;
  private static final int MOST_BATCHES = 1000;
  // Where float still tells noise levels apart from 0, far below any that a model was trained with.
  private static final double LEAST_SIGMA = 0.0001;
  // Below, x^(1/rho) spans more than double has digits.
  private static final double LEAST_RHO = 0.2;
  private static final long LARGEST_SEED = (1L << 32) - 1;

  private final GenerationRequest request;

  RequestCheck(GenerationRequest request) {
    this.request = request;
  }

  void check() {
    side("width", request.width());
    side("height", request.height());
    whole("steps", request.steps(), 1, MOST_STEPS);
    whole("batch size", request.batchSize(), 1, MOST_IMAGES);
    whole("batch count", request.batchCount(), 1, MOST_BATCHES);
    whole("clip skip", request.clipSkip(), 1, 48);
    seed("seed", request.seed());
    seed("variation seed", request.subseed());
    number("cfg scale", request.cfgScale(), -100, 100);
    number("variation strength", request.subseedStrength(), 0, 1);
    sampling(request.sampling());
  }

  private static void sampling(SamplingOptions options) {
    if (options.eta() != null) {
      number("eta", options.eta(), 0, 10);
    }
    number("s_churn", options.churn(), 0, 1000);
    number("s_tmin", options.tMin(), 0, 1e9);
    number("s_tmax", options.tMax(), 0, Double.POSITIVE_INFINITY);
    number("s_noise", options.noise(), 0, 10);
    noneOr("sigma_min", options.sigmaMin(), LEAST_SIGMA, 1000);
    noneOr("sigma_max", options.sigmaMax(), LEAST_SIGMA, 1000);
    noneOr("rho", options.rho(), LEAST_RHO, 1000);
    if (options.sigmaMax() > 0 && options.sigmaMin() >= options.sigmaMax()) {
      throw new BadRequest(
          "sigma_min is "
              + options.sigmaMin()
              + " and sigma_max "
              + options.sigmaMax()
              + "; the smallest noise level must be below the largest");
    }
  }

  /** 0 stands for the model's own size. */
  private static void side(String name, int pixels) {
    if (pixels == 0) {
      return;
    }
    whole(name, pixels, SMALLEST_SIDE, LARGEST_SIDE);
    if (pixels % 8 != 0) {
      int below = pixels / 8 * 8;
      throw new BadRequest(
          name
              + " is "
              + pixels
              + ", which is not a multiple of 8; take "
              + below
              + " or "
              + (below + 8));
    }
  }

  private static void seed(String name, long seed) {
    if (seed < -1 || seed > LARGEST_SEED) {
      throw new BadRequest(
          name + " is " + seed + "; it must be 0 to " + LARGEST_SEED + ", or -1 for a random one");
    }
  }

  private static void whole(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadRequest(name + " is " + value + "; it must be " + least + " to " + most);
    }
  }

  /** 0 stands for the model's or the schedule's own. */
  private static void noneOr(String name, double value, double least, double most) {
    if (value != 0 && !(value >= least && value <= most)) {
      throw new BadRequest(
          name
              + " is "
              + text(value)
              + "; it must be a number from "
              + text(least)
              + " to "
              + text(most)
              + ", or 0 for the default");
    }
  }

  private static void number(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new BadRequest(
          name
              + " is "
              + text(value)
              + "; it must be a number from "
              + text(least)
              + " to "
              + text(most));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
