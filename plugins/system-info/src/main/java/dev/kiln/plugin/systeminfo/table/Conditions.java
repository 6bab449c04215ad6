package dev.kiln.plugin.systeminfo.table;

import java.util.List;

/**
 * What a picture is made under.
 *
 * @param width in pixels
 * @param height in pixels
 * @param lora whether the prompt has one
 * @param controls how many ControlNets follow a map
 * @param regions Latent Couple's mode; empty for none
 */
record Conditions(
    int width, int height, String sampler, int steps, boolean lora, int controls, String regions) {
  static final Conditions BASE = new Conditions(512, 512, "Euler", 20, false, 0, "");

  /** At a part of the document's size, in the multiples of 64 that every UNet takes. */
  Conditions scaled(double scale) {
    return new Conditions(
        scaled(width, scale), scaled(height, scale), sampler, steps, lora, controls, regions);
  }

  private static int scaled(int side, double scale) {
    return Math.max(64, (int) (64 * Math.round(side * scale / 64)));
  }

  Conditions size(int newWidth, int newHeight) {
    return new Conditions(newWidth, newHeight, sampler, steps, lora, controls, regions);
  }

  Conditions sampler(String name) {
    return new Conditions(width, height, name, steps, lora, controls, regions);
  }

  Conditions steps(int number) {
    return new Conditions(width, height, sampler, number, lora, controls, regions);
  }

  Conditions withLora() {
    return new Conditions(width, height, sampler, steps, true, controls, regions);
  }

  Conditions controls(int number) {
    return new Conditions(width, height, sampler, steps, lora, number, regions);
  }

  Conditions regions(String mode) {
    return new Conditions(width, height, sampler, steps, lora, controls, mode);
  }

  /** Whether a step of both is the same work: all but the number of steps is equal. */
  boolean sameStep(Conditions other) {
    return steps(1).equals(other.steps(1));
  }

  boolean sameSize(Conditions other) {
    return width == other.width && height == other.height;
  }

  /** For people: {@code 512x512, Euler, 20 steps}. */
  String describe() {
    List<String> more =
        List.of(
            lora ? ", LoRA" : "",
            controls == 0 ? "" : ", " + controls + (controls == 1 ? " ControlNet" : " ControlNets"),
            regions.isEmpty() ? "" : ", regions (" + regions + ")");
    return width + "x" + height + ", " + sampler + ", " + steps + " steps" + String.join("", more);
  }
}
