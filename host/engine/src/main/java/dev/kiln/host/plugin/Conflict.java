package dev.kiln.host.plugin;

import java.util.List;

/**
 * A place that several wanted.
 *
 * @param point what kind of place: "route", "command", "script", "order", or the hook whose names
 *     are offered or which has one winner in a picture
 * @param claimants ids of plugins, and "host" for the host itself
 * @param winner who has it; empty for none
 */
public record Conflict(
    String point, String key, List<String> claimants, String winner, String why) {}
