package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.UnitReader.Asked;
import dev.kiln.plugin.detailer.detect.Detectors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Reads the units when a request begins. Late, as the pictures' prompts are those that other
 * plugins wrote for them.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public class DetailerPrompts implements PromptProcessor {
  private final UnitReader reader;
  private final Detectors detectors;

  @Inject
  DetailerPrompts(UnitReader reader, Detectors detectors) {
    this.reader = reader;
    this.detectors = detectors;
  }

  /** The first hook of a request: what is wrong with a unit is told before any work. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    if (request.redraws() == Redraws.NOTHING) {
      request
          .options(DetailerOptions.class)
          .flatMap(options -> wanted(options, prompts, request))
          .ifPresent(request::keep);
    }
    return prompts;
  }

  private Optional<DetailerRequest> wanted(
      DetailerOptions options, Prompts prompts, RequestContext request) {
    if (options.units().isEmpty() && options.model().isBlank()) {
      request.warn(
          "detailer has nothing to look for; name a detector, as in --detailer scenes:person");
      return Optional.empty();
    }
    Asked asked = reader.read(options, request::warn);
    Order order = order(options.order());
    List<DetailerUnit> units = new ArrayList<>();
    asked.units().forEach((index, values) -> units.add(chosen(index, values, request)));
    boolean onInitPicture = asked.onInitPicture() && request.initPicture(0).isPresent();
    return units.isEmpty()
        ? Optional.empty()
        : Optional.of(new DetailerRequest(units, order, onInitPicture, prompts));
  }

  private DetailerUnit chosen(int index, UnitValues values, RequestContext request) {
    return new DetailerUnit(
        index,
        values,
        detectors.choose(
            values.name(),
            values.text(UnitField.MODEL).strip(),
            values.text(UnitField.MODEL_CLASSES),
            request::warn));
  }

  private static Order order(String said) {
    return Arrays.stream(Order.values())
        .filter(it -> it.label().equalsIgnoreCase(said.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "detailer: order is %s; it must be %s"
                        .formatted(
                            UnitValues.shown(said),
                            String.join(" or ", Named.labels(Order.NONE)))));
  }
}
