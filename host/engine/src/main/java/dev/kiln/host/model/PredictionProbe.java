package dev.kiln.host.model;

import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * Finds out what a network predicts by running it once, as webUI does. For a grey picture that is
 * almost all noise, a network that predicts noise returns about its input; one that predicts
 * velocity returns the negative.
 *
 * <p>Only version 2 is asked, as in webUI, because the test is not sound in general. Let δ be the
 * difference between the noise a network sees in the grey x = 0.5 and x. With σ = 14.6 the velocity
 * is √(1 + σ²)·(x + δ) - σx, which is below x - 1 only where δ < -0.035: where the network happens
 * to see a bright picture. Besides, the probe needs a session of its own, which would cost every
 * model of version 1 seconds and gigabytes. Models of version 1 that predict velocity come with a
 * configuration beside them, see {@link LdmConfig}.
 */
final class PredictionProbe {
  private static final int LATENTS = 4;
  private static final int SIDE = 8;
  private static final double LAST_TIMESTEP = 999;
  private static final float GREY = 0.5f;

  private PredictionProbe() {}

  static Prediction of(Unet unet, OrtRuntime runtime) {
    Tensor sample = Tensor.zeros(1, LATENTS, SIDE, SIDE);
    Arrays.fill(sample.data(), GREY);
    Tensor prediction;
    try (RunControl control = new RunControl(runtime);
        UnetRun run = new UnetRun(unet, unet.plain(), SIDE, SIDE, control)) {
      Tensor condition = Tensor.zeros(PromptChunk.TOKENS, run.contextWidth());
      Arrays.fill(condition.data(), GREY);
      Evaluation once = new Evaluation(sample, LAST_TIMESTEP, condition);
      run.evaluate(once, 0, 1);
      prediction = once.denoised();
    }
    double difference = 0;
    for (int i = 0; i < prediction.size(); i++) {
      difference += prediction.data()[i] - sample.data()[i];
    }
    return difference / prediction.size() < -1 ? Prediction.V : Prediction.EPSILON;
  }
}
