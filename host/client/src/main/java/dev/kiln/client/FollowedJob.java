package dev.kiln.client;

import dev.kiln.api.Drawn;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.Picture;
import dev.kiln.client.EventStream.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A job of a host by its events. Where they break off, its state is asked for until they can be had
 * again: a host may have been started anew, or have too many listeners.
 */
final class FollowedJob {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final HttpApi api;
  private final String path;
  private volatile boolean closed;
  private volatile Optional<EventStream> open = Optional.empty();

  FollowedJob(HttpApi api, String path) {
    this.api = api;
    this.path = path;
  }

  /**
   * Follow it to its end, on the calling thread.
   *
   * @param told takes each state before the last one
   * @return the last one
   * @throws KilnException when the host is away for longer than the patience, or no longer knows it
   * @throws CancellationException when this was closed
   */
  Map<String, Object> end(Consumer<Map<String, Object>> told) {
    long heard = System.nanoTime();
    while (true) {
      Optional<Map<String, Object>> last = byEvents(told);
      if (last.isPresent()) {
        return last.get();
      }
      demandOpen();
      try {
        Map<String, Object> state = Answers.object(api.json(Ask.get(path)));
        if (isOver(state)) {
          return state;
        }
        heard = System.nanoTime();
        told.accept(state);
      } catch (KilnException e) {
        boolean waits = System.nanoTime() - heard < api.patience().toNanos();
        if (e.reason() != Reason.UNREACHABLE || !waits) {
          throw e;
        }
      }
      HttpApi.sleep(PAUSE);
    }
  }

  /** Empty where the events broke off, or there are none. */
  private Optional<Map<String, Object>> byEvents(Consumer<Map<String, Object>> told) {
    try (EventStream events = api.events(path + "/events")) {
      open = Optional.of(events);
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        demandOpen();
        Map<String, Object> state = state(event.get());
        if (isOver(state)) {
          return Optional.of(state);
        } else if (state.containsKey("state")) {
          told.accept(state);
        }
      }
    } catch (IOException broken) {
      // The state says whether the host is away.
    } catch (InterruptedException e) {
      throw HttpApi.interrupted();
    } catch (KilnException refused) {
      if (refused.reason() == Reason.BAD_REQUEST) {
        throw refused;
      }
    } finally {
      open = Optional.empty();
    }
    return Optional.empty();
  }

  private Map<String, Object> state(Event event) {
    return Answers.object(api.parsed(event.data()));
  }

  private static boolean isOver(Map<String, Object> state) {
    return Answers.state(state).ended();
  }

  private void demandOpen() {
    if (closed) {
      throw new CancellationException("the Kiln that it was submitted to was closed");
    }
  }

  /**
   * What a finished job made; fetches its pictures.
   *
   * @param warnings what was left out before it began
   */
  Drawn result(Map<String, Object> last, List<String> warnings) {
    List<Picture> pictures = new ArrayList<>();
    for (Map<String, Object> image : Answers.objects(last.get("images"))) {
      pictures.add(
          Picture.of(
              fetched(image),
              Answers.text(image, "infotext"),
              Answers.number(image, "seed").longValue()));
    }
    Map<String, Picture> extras = new LinkedHashMap<>();
    for (Map<String, Object> extra : Answers.objects(last.get("pictures"))) {
      extras.put(Answers.text(extra, "name"), Picture.of(fetched(extra)));
    }
    Map<String, Object> model = Answers.object(last.get("model"));
    return new Drawn(
        pictures,
        extras,
        Answers.object(last.get("request")),
        Answers.text(model, "name"),
        Answers.text(model, "hash"),
        Stream.of(warnings, Answers.texts(last.get("warnings"))).flatMap(List::stream).toList());
  }

  private byte[] fetched(Map<String, Object> picture) {
    return api.bytes(Ask.get(Answers.text(picture, "url")));
  }

  /** Whoever follows it stops. */
  void close() {
    closed = true;
    open.ifPresent(EventStream::close);
  }
}
