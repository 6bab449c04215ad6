package dev.kiln.plugin.dynamicthresholding;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Options with their standard values but those that a test is about. */
final class TestingOptions {
  private static final ThresholdOptions STANDARD =
      new ThresholdOptions(true, 7, 100, "Constant", 0, "Constant", 0, 4, true, "MEAN", "AD", 1);

  private TestingOptions() {}

  static ThresholdOptions with(Map<String, Object> changes) {
    RecordComponent[] components = ThresholdOptions.class.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object standard = components[i].getAccessor().invoke(STANDARD);
        values[i] = changes.getOrDefault(components[i].getName(), standard);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return ThresholdOptions.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(changes.toString(), e);
    }
  }
}
