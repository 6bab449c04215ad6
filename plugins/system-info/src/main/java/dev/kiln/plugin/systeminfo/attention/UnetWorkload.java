package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.plugin.systeminfo.ModelName;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.List;
import java.util.Optional;

/**
 * Evaluations of a model's UNet.
 *
 * @param model name or path; empty for the default model
 */
record UnetWorkload(String model, int width, int height) implements Workload {
  static UnetWorkload parse(String size, String model) {
    String[] sides = size.split("x");
    return new UnetWorkload(model, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  @Override
  public String word() {
    return "unet=" + size() + "=" + model;
  }

  @Override
  public String label() {
    String name = ModelName.of(model);
    return (name.isEmpty() ? "default" : name) + " " + size();
  }

  private String size() {
    return width + "x" + height;
  }

  @Override
  public List<Trial> run(AttentionLab lab, List<String> optimizers, int rounds) {
    return lab.unet(model, width, height, optimizers, rounds);
  }

  @Override
  public Optional<Workload> withoutScores() {
    return Optional.empty();
  }

  @Override
  public long keyBytes() {
    return 0;
  }
}
