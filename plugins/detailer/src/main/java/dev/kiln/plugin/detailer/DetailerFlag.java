package dev.kiln.plugin.detailer;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.index.Flag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Units as they are typed: a detector, and perhaps what its parts are drawn from. */
@Extension
@Singleton
@Flag(
    name = "--detailer",
    value = "MODEL[:CLASS][=PROMPT]",
    summary = "find parts of the picture by a detector and draw each again at full size")
public class DetailerFlag implements CliFlag {
  @Inject
  DetailerFlag() {}

  @Override
  public Map<String, Object> options(List<String> values) {
    List<Object> units = new ArrayList<>();
    values.forEach(value -> units.add(unit(value)));
    return Map.of("units", units);
  }

  private static Map<String, Object> unit(String value) {
    int equals = value.indexOf('=');
    String model = (equals < 0 ? value : value.substring(0, equals)).strip();
    if (model.isEmpty()) {
      throw new BadRequest(
          "--detailer "
              + value
              + " names no detector; write MODEL=PROMPT, as in scenes:person=\"a girl, smiling\"");
    }
    Map<String, Object> unit = new LinkedHashMap<>();
    unit.put(UnitField.MODEL.json(), model);
    if (equals >= 0) {
      unit.put(UnitField.PROMPT.json(), value.substring(equals + 1).strip());
    }
    return unit;
  }
}
