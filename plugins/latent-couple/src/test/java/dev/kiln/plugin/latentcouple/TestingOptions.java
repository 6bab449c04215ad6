package dev.kiln.plugin.latentcouple;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.latentcouple.CoupleOptions.Mode;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.TestingGeneration;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Options with their default values but those that a test is about. */
final class TestingOptions {
  private static final CoupleOptions DEFAULT =
      new CoupleOptions(
          true,
          "1:1,1:2,1:2",
          "0:0,0:0,0:1",
          "0.2,0.8,0.8",
          20,
          "",
          "",
          0.2,
          Mode.CLASSIC,
          -1,
          0,
          false,
          false);

  private TestingOptions() {}

  /**
   * @param changes name, value, name, value...
   */
  static CoupleOptions with(Object... changes) {
    RecordComponent[] components = CoupleOptions.class.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(DEFAULT);
        int change = Arrays.asList(changes).indexOf(components[i].getName());
        values[i] = change >= 0 && change % 2 == 0 ? changes[change + 1] : values[i];
        if (components[i].getType() == Mode.class) {
          values[i] = Mode.valueOf(values[i].toString().toUpperCase(Locale.ROOT));
        }
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return CoupleOptions.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(Arrays.toString(changes), e);
    }
  }

  static CoupleOptions rectangles(String divisions, String positions, String weights) {
    return with("divisions", divisions, "positions", positions, "weights", weights);
  }

  static RegionPrompts prompts() {
    return new RegionPrompts(new PictureCodec());
  }

  /** A generation in which all hooks of this plugin take part. */
  static TestingGeneration in(TestingGeneration generation, CoupleOptions options) {
    return in(generation, options, hooks());
  }

  /**
   * A generation of three parts for the contract of a hook, which stands for the one of its class.
   */
  static TestingGeneration contract(HookPoint hook, CoupleOptions options) {
    TestingGeneration generation =
        TestingGeneration.standard().prompt("meadow AND a girl AND a boy :1.3");
    List<HookPoint> hooks =
        hooks().stream().map(it -> it.getClass() == hook.getClass() ? hook : it).toList();
    return in(generation, options, hooks);
  }

  private static List<HookPoint> hooks() {
    return List.of(
        prompts(),
        new JoinedConditions(),
        new RegionRows(),
        new RegionGuidance(),
        new RegionAttention(),
        new RegionFeed());
  }

  private static TestingGeneration in(
      TestingGeneration generation, CoupleOptions options, List<HookPoint> hooks) {
    TestingGeneration all = generation;
    for (HookPoint hook : hooks) {
      all = all.plugin("latent-couple", hook, options);
    }
    return all;
  }
}
