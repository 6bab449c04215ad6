package dev.kiln.springai.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.springai.KilnImageOptions;
import java.beans.Introspector;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What editors show of the properties is what there is. */
class MetadataTest {
  private static final String PREFIX = KilnImageProperties.PREFIX + ".";
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(int.class, Integer.class, double.class, Double.class);

  @Test
  void everyPropertyIsDescribedWithItsTypeAndItsDefault() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    for (RecordComponent component : KilnImageProperties.class.getRecordComponents()) {
      if (component.getType() != KilnImageOptions.class) {
        expected.put(
            PREFIX + dashed(component.getName()),
            name(component.getGenericType()) + " " + defaultValue(component.getName()));
      }
    }
    for (var property : Introspector.getBeanInfo(KilnImageOptions.class).getPropertyDescriptors()) {
      if (property.getWriteMethod() != null) {
        expected.put(
            PREFIX + "options." + dashed(property.getName()),
            name(property.getReadMethod().getGenericReturnType()) + " ");
      }
    }
    Map<String, String> described = new TreeMap<>();
    for (JsonNode property : metadata().get("properties")) {
      assertThat(property.get("description").asText()).endsWith(".");
      if (property.get("name").asText().startsWith(PREFIX)) {
        described.put(
            property.get("name").asText(),
            property.get("type").asText() + " " + property.path("defaultValue").asText(""));
      }
    }
    assertThat(described).isEqualTo(expected);
  }

  private static String defaultValue(String component) {
    return Arrays.stream(KilnImageProperties.class.getDeclaredConstructors()[0].getParameters())
        .filter(parameter -> parameter.getName().equals(component))
        .flatMap(parameter -> Stream.of(parameter.getAnnotationsByType(DefaultValue.class)))
        .map(given -> given.value()[0])
        .findFirst()
        .orElse("");
  }

  private static String name(Type type) {
    Class<?> box = type instanceof Class<?> plain ? BOXES.getOrDefault(plain, plain) : null;
    return box == null ? type.getTypeName().replace(", ", ",") : box.getName();
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream in =
        KilnImageProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
