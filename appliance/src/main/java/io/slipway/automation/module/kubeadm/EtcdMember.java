package io.slipway.automation.module.kubeadm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A member of etcd, as {@code etcdctl member list} writes it: {@code id, status, name, peer URLs, client URLs, whether it only learns}.
 *
 * @param id in hexadecimal
 * @param name empty for one that was announced and has not come
 */
record EtcdMember(String id, String status, String name, List<String> peers, List<String> clients, boolean learner) {

    private static final int LEAST = 5;

    EtcdMember {
        peers = List.copyOf(peers);
        clients = List.copyOf(clients);
    }

    static List<EtcdMember> all(List<String> lines) {
        List<EtcdMember> members = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(", ", -1);
            if (fields.length >= LEAST) {
                boolean learner = fields.length > LEAST && fields[LEAST].strip().equals("true");
                members.add(new EtcdMember(
                        fields[0].strip(), fields[1], fields[2], urls(fields[3]), urls(fields[4]), learner));
            }
        }
        return members;
    }

    private static List<String> urls(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(","));
    }

    Map<String, Object> asValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", id);
        value.put("name", name);
        value.put("peer_urls", peers);
        value.put("client_urls", clients);
        value.put("started", status.equals("started"));
        value.put("learner", learner);
        return value;
    }
}
