package dev.kiln.spi.index;

import dev.kiln.spi.index.IndexProcessor.WrongUse;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An annotation as the index has it: its elements by name, those of nested annotations too. */
final class AnnotationEntry {
  private AnnotationEntry() {}

  static Map<String, Object> of(Annotation annotation) {
    Map<String, Object> entry = new TreeMap<>();
    for (Method element : annotation.annotationType().getDeclaredMethods()) {
      try {
        entry.put(element.getName(), value(element.invoke(annotation)));
      } catch (ReflectiveOperationException e) {
        // The compiler says itself what is wrong with the value.
        throw new WrongUse(
            "@%s: %s cannot be read"
                .formatted(annotation.annotationType().getSimpleName(), element.getName()));
      }
    }
    return entry;
  }

  private static Object value(Object value) {
    if (value instanceof Annotation nested) {
      return of(nested);
    }
    if (!value.getClass().isArray()) {
      return value;
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      items.add(value(Array.get(value, i)));
    }
    return items;
  }
}
