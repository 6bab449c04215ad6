package dev.kiln.spi.control;

import dev.kiln.spi.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A preprocessor's names, control types and sliders.
 *
 * @param name as webUI's API knows it: "oneformer_ade20k"
 * @param label as webUI's page shows it: "seg_ofade20k"; the name where it is empty
 * @param tags the control types that it makes maps for: "Segmentation"
 * @param sliders of threshold a and threshold b, in this order, as many as it has
 * @param priority higher is listed first; the first of a control type is its default
 * @param traits special behaviour and requirements
 */
@ValueType
public record PreprocessorInfo(
    String name,
    String label,
    List<String> tags,
    List<Slider> sliders,
    int priority,
    Set<Trait> traits) {
  /** The resolution of each preprocessor that has one, in pixels of the short side. */
  public static final Slider RESOLUTION = new Slider("Resolution", 512, 64, 2048, 8);

  /** Special behaviour and requirements. */
  public enum Trait {
    /** Takes the picture at its own size: it has no resolution. */
    OWN_SIZE,
    /** Its map acts without a ControlNet. */
    NEEDS_NO_MODEL,
    /** Cannot do without a mask. */
    NEEDS_MASK
  }

  /**
   * A number that the user may set.
   *
   * @param value the default, also used for a number out of range
   */
  @ValueType
  public record Slider(String label, double value, double min, double max, double step) {
    /** The number where it is in range, else the default value. */
    public double settle(double wanted) {
      return wanted >= min && wanted <= max ? wanted : value;
    }
  }

  public PreprocessorInfo {
    label = label.isEmpty() ? name : label;
    tags = List.copyOf(tags);
    sliders = List.copyOf(sliders);
    traits = Set.copyOf(traits);
  }

  public static PreprocessorInfo of(String name, String... tags) {
    return new PreprocessorInfo(name, name, List.of(tags), List.of(), 0, Set.of());
  }

  public PreprocessorInfo withLabel(String label) {
    return new PreprocessorInfo(name, label, tags, sliders, priority, traits);
  }

  public PreprocessorInfo withPriority(int priority) {
    return new PreprocessorInfo(name, label, tags, sliders, priority, traits);
  }

  public PreprocessorInfo with(Slider... sliders) {
    return new PreprocessorInfo(name, label, tags, List.of(sliders), priority, traits);
  }

  public PreprocessorInfo with(Trait first, Trait... more) {
    return new PreprocessorInfo(name, label, tags, sliders, priority, EnumSet.of(first, more));
  }

  /** All names by which it is found. */
  public List<String> names() {
    return List.of(name, label);
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** All sliders: the resolution, if it has one, then the thresholds. */
  public List<Slider> allSliders() {
    List<Slider> all = new ArrayList<>();
    if (!has(Trait.OWN_SIZE)) {
      all.add(RESOLUTION);
    }
    all.addAll(sliders);
    return all;
  }

  /** The call with each number in its slider's range, and 0 where it has no slider. */
  public PreprocessorCall settle(PreprocessorCall call) {
    return new PreprocessorCall(
        call.picture(),
        call.mask(),
        has(Trait.OWN_SIZE) ? 0 : (int) RESOLUTION.settle(call.resolution()),
        sliders.isEmpty() ? 0 : sliders.get(0).settle(call.thresholdA()),
        sliders.size() < 2 ? 0 : sliders.get(1).settle(call.thresholdB()));
  }
}
