# Finds the one disk that the system goes to, and prints its device; says why not, and fails, when there is none or more than one.
# Removable disks are passed over. When the one that is asked for belongs to a RAID, a ZFS pool or Ceph, is mounted or read-only, none is taken:
# nothing else in its place, which would be somebody's data.
#   pick-disk.sh only|smallest|largest [min=BYTES] [max=BYTES] [model=PATTERN] [serial=PATTERN] [path=DEVICE] [ssd=1|0]
# Runs in every installer's own shell: nothing beyond POSIX, and of programs blkid, cat, tail, tr, readlink and basename alone.
sys=${SLIPWAY_SYS:-/sys}
dev=${SLIPWAY_DEV:-/dev}
mounts=${SLIPWAY_MOUNTS:-/proc/mounts}
which=$1
shift
min=0 max= model='*' serial='*' path= ssd=
for word in "$@"; do
  case $word in
    min=*) min=${word#min=} ;;
    max=*) max=${word#max=} ;;
    model=*) model=${word#model=} ;;
    serial=*) serial=${word#serial=} ;;
    path=*) path=${word#path=} ;;
    ssd=*) ssd=${word#ssd=} ;;
    *) echo "pick-disk: unknown word $word" >&2; exit 2 ;;
  esac
done

content() {
  if [ -r "$1" ]; then
    text=$(cat "$1")
    set -f
    set -- $text
    set +f
    echo "$*"
  fi
}

# SCSI and SATA disks tell it in a page of their own, behind four bytes.
serial_of() {
  if [ -r "$1/device/vpd_pg80" ]; then
    tail -c +5 "$1/device/vpd_pg80" | tr -cd '!-~'
  elif [ -r "$1/serial" ]; then
    content "$1/serial"
  else
    content "$1/device/serial"
  fi
}

# Why a disk is not to be touched; silence when it may be.
objection() {
  if [ "$(content "$1/ro")" = 1 ]; then echo 'it is read-only'; return; fi
  name=$(basename "$1")
  for part in "$1" "$1/$name"*; do
    [ -d "$part" ] || continue
    for holder in "$part"/holders/md*; do
      if [ -e "$holder" ]; then echo "it belongs to the RAID $(basename "$holder")"; return; fi
    done
    node=$dev/$(basename "$part")
    type=$(blkid -p -o value -s TYPE "$node" 2> /dev/null || blkid -o value -s TYPE "$node" 2> /dev/null)
    case $type in
      *raid_member* | zfs_member | ceph_bluestore) echo "$node is part of something larger ($type)"; return ;;
    esac
    while read -r source rest; do
      if [ "$source" = "$node" ]; then echo "$node is mounted"; return; fi
    done < "$mounts"
  done
}

if [ -n "$path" ]; then
  path=$(basename "$(readlink -f "$path")")
fi
found= size_found= why_found= ties= seen=
for disk in "$sys"/block/*; do
  name=$(basename "$disk")
  case $name in
    loop* | ram* | zram* | sr* | fd* | md* | dm-* | nbd* | '*') continue ;;
  esac
  sectors=$(content "$disk/size")
  [ "${sectors:-0}" -gt 0 ] || continue
  size=$((sectors * 512))
  its_model=$(content "$disk/device/model")
  its_serial=$(serial_of "$disk")
  seen="$seen
  $dev/$name: $size bytes, model '$its_model', serial '$its_serial'"
  if [ "$(content "$disk/removable")" = 1 ]; then
    seen="$seen: it is removable"
    continue
  fi
  if [ -n "$path" ] && [ "$name" != "$path" ]; then continue; fi
  if [ "$size" -lt "$min" ]; then continue; fi
  if [ -n "$max" ] && [ "$size" -gt "$max" ]; then continue; fi
  case $its_model in $model) ;; *) continue ;; esac
  case $its_serial in $serial) ;; *) continue ;; esac
  if [ "$ssd" = 1 ] && [ "$(content "$disk/queue/rotational")" != 0 ]; then continue; fi
  if [ "$ssd" = 0 ] && [ "$(content "$disk/queue/rotational")" != 1 ]; then continue; fi
  why=$(objection "$disk")
  [ -z "$why" ] || seen="$seen: $why"
  if [ -z "$found" ]; then
    better=yes
  elif [ "$size" -eq "$size_found" ] || [ "$which" = only ]; then
    better=tie
  elif [ "$which" = smallest ] && [ "$size" -lt "$size_found" ]; then
    better=yes
  elif [ "$which" = largest ] && [ "$size" -gt "$size_found" ]; then
    better=yes
  else
    better=no
  fi
  case $better in
    yes) found=$name size_found=$size why_found=$why ties= ;;
    tie) ties="$ties $dev/$name" ;;
  esac
done
if [ -z "$found" ]; then
  echo "pick-disk: no disk is as 'boot: disk' in the inventory asks for; there are:$seen" >&2
  exit 1
fi
if [ -n "$ties" ]; then
  echo "pick-disk: several disks are as 'boot: disk' in the inventory asks for ($dev/$found$ties): say more of it; there are:$seen" >&2
  exit 1
fi
if [ -n "$why_found" ]; then
  echo "pick-disk: $dev/$found is what 'boot: disk' in the inventory asks for, but $why_found; there are:$seen" >&2
  exit 1
fi
echo "$dev/$found"
