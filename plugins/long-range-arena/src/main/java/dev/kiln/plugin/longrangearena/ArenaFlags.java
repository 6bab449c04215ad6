package dev.kiln.plugin.longrangearena;

import dev.kiln.spi.index.Option;

/** The flags of {@code kiln benchmark lra}. */
public record ArenaFlags(
    @Option(
            label = "Tasks",
            help = "listops, text, retrieval, image, pathfinder, separated by commas",
            defaultValue = "all",
            flags = "--tasks")
        String tasks,
    @Option(
            label = "Mechanisms",
            help = "attention optimizers by name, and none for the untouched graph",
            defaultValue = "all",
            flags = "--mechanisms")
        String mechanisms,
    @Option(
            label = "Tokens",
            help =
                "lengths at which the network of the task text is measured too; none for no more",
            defaultValue = "1k,2k,4k,8k,16k",
            flags = "--tokens")
        String tokens,
    @Option(
            label = "Rounds",
            help = "how often each is measured; the best counts",
            defaultValue = "3",
            min = 1,
            max = 100,
            flags = "--rounds")
        int rounds,
    @Option(
            label = "Record",
            help =
                "the file that takes each result when it is known; what is in it is not measured again",
            defaultValue = "",
            flags = "--record")
        String record,
    @Option(
            label = "Fresh",
            help = "measures again what the record has",
            defaultValue = "false",
            flags = "--fresh")
        boolean fresh,
    @Option(label = "JSON", help = "prints JSON", defaultValue = "false", flags = "--json")
        boolean json,
    @Option(
            label = "List",
            help = "prints the mechanisms that there are, and measures nothing",
            defaultValue = "false",
            flags = "--list")
        boolean list,
    @Option(
            label = "Alone",
            help =
                "runs one task, one mechanism and one length once, for a process that is weighed",
            defaultValue = "false",
            flags = "--alone")
        boolean alone) {}
