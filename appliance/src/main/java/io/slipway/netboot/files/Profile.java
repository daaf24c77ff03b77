package io.slipway.netboot.files;

import java.util.List;
import java.util.Optional;

/**
 * A kernel, and what comes with it.
 *
 * @param kernel name of a file in the profile's folder
 * @param initrds names of files in the profile's folder
 * @param arguments the kernel's command line
 * @param installer what asks for answers once the kernel runs; nothing for what needs none
 * @param files names of files in the profile's folder that are fetched later, such as an image
 */
public record Profile(
        String name,
        String kernel,
        List<String> initrds,
        String arguments,
        Optional<String> installer,
        List<String> files) {

    public Profile {
        initrds = List.copyOf(initrds);
        files = List.copyOf(files);
    }

    /** One that asks for nothing once it runs. */
    public Profile(String name, String kernel, List<String> initrds, String arguments) {
        this(name, kernel, initrds, arguments, Optional.empty(), List.of());
    }

    /** The same with another command line. */
    public Profile withArguments(String others) {
        return new Profile(name, kernel, initrds, others, installer, files);
    }

    /** The same with one argument more. */
    public Profile with(String argument) {
        return withArguments((arguments + " " + argument).strip());
    }
}
