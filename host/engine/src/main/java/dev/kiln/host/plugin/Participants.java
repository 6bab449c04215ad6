package dev.kiln.host.plugin;

import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.PromptProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The extensions that are active in one request, among all of the running plugins. */
final class Participants {
  private final Claims all;
  private final Wishes wishes;
  private final boolean serving;
  private final Set<LoadedPlugin> tagged;

  /**
   * @param serving whether what waits for the server has something to wait for
   */
  Participants(Claims all, Wishes wishes, boolean serving) {
    this.all = all;
    this.wishes = wishes;
    this.serving = serving;
    this.tagged =
        all.of(PromptProcessor.class).stream()
            .filter(this::isTagged)
            .map(Slot::plugin)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Wake them.
   *
   * @return the active extensions by hook, in order
   * @throws dev.kiln.spi.BadRequest when one that was asked for cannot wake, or its settings do not
   *     fit
   */
  Map<Class<? extends HookPoint>, List<Slot>> wake() {
    Map<Class<? extends HookPoint>, List<Slot>> taking = new HashMap<>();
    all.byHook()
        .keySet()
        .forEach(
            hook ->
                taking.put(
                    hook,
                    all.named(hook).stream()
                        .filter(this::takesPart)
                        .filter(slot -> wishes.wake(slot.plugin(), asked(slot)))
                        .toList()));
    return taking;
  }

  private boolean takesPart(Slot slot) {
    return switch (slot.extension().wake()) {
      case GENERATION ->
          asked(slot) || wishes.haveSettings(slot.plugin()) || wishes.meet(slot.extension());
      case SERVER -> serving;
      case OPTION -> asked(slot) || wishes.haveOptions(slot.plugin());
    };
  }

  /** A tag in the prompt asks for all that its plugin does, not only for who reads the tag. */
  private boolean asked(Slot slot) {
    return wishes.name(slot) || tagged.contains(slot.plugin());
  }

  private boolean isTagged(Slot slot) {
    return slot.extension().offers().stream()
        .anyMatch(tag -> all.holds(slot, PromptProcessor.class, tag) && wishes.tag(tag));
  }
}
