package dev.kiln.host.model;

import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * Tells what a network predicts by asking it, as webUI does: for a grey picture that is almost all
 * noise, one that predicts noise gives back about what it was shown; one that predicts velocity
 * gives its negative.
 *
 * <p>It is asked of version 2 alone, as in webUI. The grey is no noise that a network was trained
 * on: with σ its level and δ what a noise prediction differs from it by, velocity is √(1+σ²)·δ
 * above zero, so what is told apart is how dark a picture the network imagines. That was found to
 * hold for the two models of version 2; version 1 has thousands, nearly all of which predict noise,
 * and opening a second session would cost each of them seconds and gigabytes. Those that predict
 * velocity come with a configuration beside them ({@link LdmConfig}).
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
