package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An upscaler whose networks look at one place at a time: windows change nothing for it. */
final class PointwiseModel implements DiffusionModel {
  private final List<Long> timestep;

  /** The shapes of what its networks were given. */
  final List<String> seen = new ArrayList<>();

  /** The time steps that its UNet was given. */
  final List<Tensor> times = new ArrayList<>();

  PointwiseModel(Long... timestep) {
    this.timestep = List.of(timestep);
  }

  @Override
  public Path path() {
    return Path.of("pointwise");
  }

  @Override
  public Map<String, @Nullable Object> config(String part) {
    return part.equals("scheduler") ? Map.of("prediction_type", "v_prediction") : Map.of();
  }

  @Override
  public SigmaTable sigmas(String scheduler) {
    return TrainedSigmas.of("scaled_linear", 0.0001, 0.02, 1000);
  }

  @Override
  public List<Tensor> embed(List<String> texts) {
    return texts.stream().map(text -> Tensor.zeros(77, 8)).toList();
  }

  @Override
  public NetworkRun unet() {
    return new Run(
        List.of(
            new NetworkRun.Port("sample", List.of(-1L, 7L, -1L, -1L)),
            new NetworkRun.Port("timestep", timestep),
            new NetworkRun.Port("encoder_hidden_states", List.of(-1L, -1L, 8L)),
            new NetworkRun.Port("class_labels", List.of(-1L)))) {
      @Override
      public List<Tensor> run(Map<String, Tensor> inputs) {
        times.add(inputs.get("timestep").copy());
        return List.of(predicted(inputs.get("sample")));
      }
    };
  }

  private Tensor predicted(Tensor sample) {
    seen.add(sample.toString());
    int plane = sample.dim(2) * sample.dim(3);
    Tensor made = Tensor.zeros(sample.dim(0), 4, sample.dim(2), sample.dim(3));
    for (int i = 0; i < made.size(); i++) {
      int row = i / (4 * plane) * 7 * plane;
      int place = i % (4 * plane);
      int color = (4 + place / plane % 3) * plane + place % plane;
      made.data()[i] = 0.5f * sample.data()[row + place] - sample.data()[row + color];
    }
    return made;
  }

  @Override
  public NetworkRun decoder() {
    return new Run(List.of(new NetworkRun.Port("latent_sample", List.of(-1L, 4L, -1L, -1L)))) {
      @Override
      public List<Tensor> run(Map<String, Tensor> inputs) {
        return List.of(decoded(inputs.get("latent_sample")));
      }
    };
  }

  private Tensor decoded(Tensor latents) {
    seen.add(latents.toString());
    int width = 4 * latents.dim(3);
    Tensor made = Tensor.zeros(1, 3, 4 * latents.dim(2), width);
    for (int i = 0; i < made.size(); i++) {
      int line = i / width / 4;
      made.data()[i] = 0.05f * latents.data()[line * latents.dim(3) + i % width / 4];
    }
    return made;
  }

  private abstract static class Run implements NetworkRun {
    private final List<Port> inputs;

    Run(List<Port> inputs) {
      this.inputs = inputs;
    }

    @Override
    public List<Port> inputs() {
      return inputs;
    }

    @Override
    public List<Port> outputs() {
      return List.of();
    }

    @Override
    public void hold(String input, Tensor values) {}

    @Override
    public void close() {}
  }
}
