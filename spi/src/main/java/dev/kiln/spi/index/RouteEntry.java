package dev.kiln.spi.index;

import dev.kiln.spi.index.IndexProcessor.WrongUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.processing.ProcessingEnvironment;

/** What one route takes. */
final class RouteEntry {
  private final Route route;
  private final ProcessingEnvironment environment;

  RouteEntry(Route route, ProcessingEnvironment environment) {
    this.route = route;
    this.environment = environment;
  }

  Map<String, Object> describe() {
    boolean bodiless = List.of("GET", "HEAD").contains(route.method());
    boolean typed = route.accepts().length > 0 || route.parts().length > 0;
    for (String type : route.accepts()) {
      if (!type.matches("[a-z0-9.+-]+/([a-z0-9.+-]+|\\*)")) {
        throw new WrongUse("a media type is like image/png or image/*, found \"" + type + "\"");
      }
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("query", fields(route::query));
    entry.put("body", fields(route::body));
    entry.put("accepts", List.of(route.accepts()));
    entry.put("parts", List.of(route.parts()));
    if (bodiless && (typed || !entry.get("body").equals(List.of()))) {
      throw new WrongUse(route.method() + " " + route.path() + " has no body: use POST or PUT");
    }
    return entry;
  }

  private List<Map<String, Object>> fields(Supplier<Class<? extends Record>> record) {
    return DeclaredRecord.of(record, environment).map(OptionsEntry::ofRoute).orElse(List.of());
  }
}
